package accounts

import (
	"slices"

	"baq.kz/portal/api/internal/platform/access"
	"baq.kz/portal/api/internal/platform/lang"
)

// Role is a set of permissions. The built-in ones are seeded by EnsureRoles.
type Role struct {
	Key         string
	Names       map[lang.Code]string // in the interface's languages
	Permissions []access.Permission
	BuiltIn     bool
	// SecondFactor says that whoever has the role must have a second factor.
	SecondFactor bool
	Version      int64
	Users        int // how many have it
}

// Administrator is the role that always has every permission. EnsureRoles also
// reads from it which permissions an installation has met before.
const Administrator = "administrator"

// ChiefEditor is the role that publishes, withdraws and confirms in the newsroom.
const ChiefEditor = "chief_editor"

// Permissions are all that a role can hold: those that the contract's
// operations name, which a test compares, and news.write_any, which widens
// news.write to the drafts of others.
func Permissions() []access.Permission {
	return []access.Permission{
		"alerts.read", "alerts.write",
		"api_keys.read", "api_keys.write",
		"approvals.ask", "approvals.grant",
		"authors.read", "authors.write",
		"banners.read", "banners.write",
		"blocks.data", "blocks.html", "blocks.publish", "blocks.read", "blocks.write",
		"cache.purge", "cache.read",
		"integrity.read", "integrity.write",
		"journal.export", "journal.read",
		"news.kill", "news.publish", "news.read", "news.review", "news.write", "news.write_any",
		"pages.read", "pages.write",
		"photobank.delete", "photobank.licences", "photobank.merge", "photobank.original", "photobank.read", "photobank.settings", "photobank.trash",
		"photobank.upload", "photobank.write",
		"redirects.read", "redirects.write",
		"roles.write",
		"rubrics.read", "rubrics.write",
		"scripts.read", "scripts.write",
		"tags.merge", "tags.read", "tags.write",
		"users.export", "users.read", "users.write",
	}
}

func builtIn() []Role {
	reads := []access.Permission{"authors.read", "blocks.read", "news.read", "pages.read", "photobank.read", "rubrics.read", "tags.read"}
	pictures := []access.Permission{"photobank.upload", "photobank.write"}
	writing := slices.Concat(reads, pictures, []access.Permission{"news.write", "tags.write", "approvals.ask"})
	editing := slices.Concat(writing, []access.Permission{"blocks.publish", "blocks.write", "news.publish", "news.review", "news.write_any", "photobank.original", "redirects.read", "scripts.read"})
	keepsPictures := []access.Permission{"photobank.delete", "photobank.licences", "photobank.merge", "photobank.original", "photobank.trash"}
	watching := []access.Permission{"alerts.read", "cache.read", "integrity.read", "journal.read", "users.read"}
	role := func(key, kk, ru, en string, permissions ...access.Permission) Role {
		slices.Sort(permissions)
		return Role{Key: key, Names: map[lang.Code]string{"kk": kk, "ru": ru, "en": en}, Permissions: slices.Compact(permissions), BuiltIn: true}
	}
	return []Role{
		role(Administrator, "Әкімші", "Администратор", "Administrator", Permissions()...),
		role(ChiefEditor, "Бас редактор", "Главный редактор", "Editor-in-chief", slices.Concat(editing, watching, keepsPictures, []access.Permission{
			"alerts.write", "approvals.grant", "authors.write", "banners.read", "blocks.data", "blocks.html", "cache.purge", "news.kill", "pages.write", "photobank.settings",
			"redirects.write", "rubrics.write", "scripts.write", "tags.merge",
		})...),
		role("editor", "Редактор", "Редактор", "Editor", editing...),
		role("correspondent", "Тілші", "Корреспондент", "Correspondent", slices.Clone(writing)...),
		role("photo_editor", "Фоторедактор", "Фоторедактор", "Photo editor", slices.Concat(reads, pictures, keepsPictures, []access.Permission{"approvals.ask", "photobank.settings"})...),
		role("ad_manager", "Жарнама менеджері", "Менеджер по рекламе", "Advertising manager", slices.Concat(reads, pictures, []access.Permission{"banners.read", "banners.write"})...),
		role("analyst", "Талдаушы", "Аналитик", "Analyst", slices.Clone(reads)...),
		role("moderator", "Модератор", "Модератор", "Moderator", slices.Clone(reads)...),
		role("auditor", "Аудитор", "Аудитор", "Auditor", slices.Concat(reads, watching, []access.Permission{
			"api_keys.read", "journal.export", "users.export",
		})...),
	}
}

// merge is the built-in role as it is to be stored: what an administrator made
// of it, plus those of its own permissions that are new to the installation.
func merge(role Role, stored []access.Permission, fresh func(access.Permission) bool) []access.Permission {
	if role.Key == Administrator {
		return role.Permissions
	}
	all := slices.Clone(stored)
	for _, p := range role.Permissions {
		if fresh(p) {
			all = append(all, p)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
