//go:build !windows

package blob

import "os"

// syncFolder makes a new name in a folder survive a power cut.
func syncFolder(name string) error {
	folder, err := os.Open(name)
	if err != nil {
		return err
	}
	defer folder.Close()
	return folder.Sync()
}
