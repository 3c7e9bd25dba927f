package backup

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
)

// pack writes the archive: the signed manifest, then its files in its order.
func pack(w io.Writer, m Manifest, signed []byte, open func(File) (io.ReadCloser, error)) error {
	zip, err := gzip.NewWriterLevel(w, gzip.BestSpeed)
	if err != nil {
		return err
	}
	archive := tar.NewWriter(zip)
	if err := archive.WriteHeader(m.header(manifestName, int64(len(signed)))); err != nil {
		return err
	}
	if _, err := archive.Write(signed); err != nil {
		return err
	}
	for _, f := range m.Files {
		if err := packFile(archive, m, f, open); err != nil {
			return fmt.Errorf("packing %s: %w", f.Name, err)
		}
	}
	return errors.Join(archive.Close(), zip.Close())
}

func packFile(archive *tar.Writer, m Manifest, f File, open func(File) (io.ReadCloser, error)) error {
	if err := archive.WriteHeader(m.header(f.Name, f.Size)); err != nil {
		return err
	}
	src, err := open(f)
	if err != nil {
		return err
	}
	_, err = io.Copy(archive, src)
	return errors.Join(err, src.Close())
}

func (m Manifest) header(name string, size int64) *tar.Header {
	return &tar.Header{Typeflag: tar.TypeReg, Name: name, Size: size, Mode: 0o600, ModTime: m.MadeAt, Format: tar.FormatPAX}
}
