package richtext

func isCell(k kind) bool { return k == tableHeader || k == tableCell }

// cellAttribute reads an attribute of a cell; false says that it has no such one.
func (s *shaper) cellAttribute(out *node, a attr, at *path) bool {
	switch a.name {
	case "colspan":
		out.colspan = uint8(s.whole(a.value, at, 1, MaxColumns))
	case "rowspan":
		out.rowspan = uint8(s.whole(a.value, at, 1, MaxColumns))
	default:
		return idleCellAttributes[a.name]
	}
	return true
}

// withoutEmptyRows drops the rows that no cell begins in: merging the cells of
// whole rows leaves such ones behind. The cells that reached over a dropped row
// become shorter by it, so that all others stay in their columns.
func withoutEmptyRows(rows []node) []node {
	kept := rows[:0]
	for i := range rows {
		if len(rows[i].children) > 0 {
			kept = append(kept, rows[i])
			continue
		}
		for up := 1; up < MaxColumns && up <= len(kept); up++ {
			shorten(kept[len(kept)-up].children, up)
		}
	}
	return kept
}

// shorten takes a row from the cells that reach further than the given number of rows.
func shorten(cells []node, reach int) {
	for i := range cells {
		if int(cells[i].rowspan) > reach {
			cells[i].rowspan--
		}
	}
}
