package blocks

import (
	"fmt"

	"baq.kz/portal/api/internal/features/rubrics"
)

// standard are the blocks of a page that nobody arranges: on the front page the
// lead, the tags of the day and every top rubric of the navigation, set by the
// page's rhythm; on a rubric's page none.
func standard(p Place, tree rubrics.Tree) []Block {
	all := []Block{}
	if p != Home {
		return all
	}
	all = append(all, Block{ID: "standardlead", Kind: Lead}, Block{ID: "standardfocus", Kind: Focus})
	for _, r := range tree.Children(0) {
		if r.Visible && len(all) < maxBlocks {
			all = append(all, Block{ID: fmt.Sprintf("standardrubric%d", r.ID), Kind: OfRubric, Rule: &Rule{From: FromRubric, RubricID: r.ID}})
		}
	}
	return all
}
