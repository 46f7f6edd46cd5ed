package main

// document is the editor's JSON of a version's text.
func (v *version) document() map[string]any {
	var blocks []any
	for i, p := range v.paragraphs {
		blocks = append(blocks, map[string]any{"type": "paragraph", "content": []any{map[string]any{"type": "text", "text": p}}})
		if i == 0 && v.inside != nil {
			blocks = append(blocks, map[string]any{"type": "picture", "attrs": map[string]any{"pictureId": v.inside.ID, "caption": v.caption()}})
		}
	}
	return map[string]any{"type": "doc", "content": blocks}
}

// caption is what stands under the picture within the text.
func (v *version) caption() string { return cut(v.title, 120) }

// input is the body of createArticle.
func (v *version) input(storyID int64) map[string]any {
	in := map[string]any{
		"language": v.language, "title": v.title, "lead": v.lead, "body": v.document(),
		"rubricId": v.rubric.ID, "tagIds": []int64{v.tag.ID}, "credits": []map[string]any{{"authorId": v.author.ID, "role": "author"}},
	}
	if v.picture != nil {
		in["pictureId"] = v.picture.ID
	}
	if storyID != 0 {
		in["storyId"] = storyID
	}
	return in
}
