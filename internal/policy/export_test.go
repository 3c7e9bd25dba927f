package policy

// ColumnsOf gives the columns of a kind's table by attribute, "" being the id.
func ColumnsOf(k Kind) map[string]string {
	named := map[string]string{}
	for a, column := range kinds[k].columns {
		named[string(a)] = column
	}
	return named
}

// KindsListed are the kinds that have a table.
func KindsListed() []Kind {
	var listed []Kind
	for k, shape := range kinds {
		if shape.table != "" {
			listed = append(listed, k)
		}
	}
	return listed
}
