package backup

import (
	"archive/tar"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

const (
	mostManifest = 64 << 20 // bytes; some 130 per file
	mostTail     = 64 << 10 // bytes of padding after the last file
)

// unpack reads an archive into dir, which exists and is empty. Verify checks
// the manifest's signature and gives the signed text. Nothing is written before
// that, and afterwards only what the manifest promises. Files lie in dir under
// their names, with "/" as the system's separator.
func unpack(r io.Reader, dir string, verify func(signed []byte) (string, error), limits Limits) (Manifest, error) {
	zip, err := gzip.NewReader(r)
	if err != nil {
		return Manifest{}, fmt.Errorf("%w: %w", ErrArchive, err)
	}
	archive := tar.NewReader(zip)
	m, err := readManifest(archive, verify, limits)
	if err != nil {
		return Manifest{}, err
	}
	for _, folder := range []string{tablePrefix, blobPrefix} {
		if err := os.Mkdir(filepath.Join(dir, filepath.FromSlash(folder)), 0o700); err != nil {
			return Manifest{}, err
		}
	}
	for _, f := range m.Files {
		if err := unpackFile(archive, f, dir); err != nil {
			return Manifest{}, err
		}
	}
	return m, checkEnd(archive, zip)
}

func readManifest(archive *tar.Reader, verify func(signed []byte) (string, error), limits Limits) (Manifest, error) {
	header, err := next(archive)
	if err != nil {
		return Manifest{}, err
	}
	if header.Name != manifestName || header.Size > mostManifest {
		return Manifest{}, fmt.Errorf("%w: it does not begin with a manifest", ErrArchive)
	}
	signed, err := io.ReadAll(io.LimitReader(archive, header.Size))
	if err != nil {
		return Manifest{}, fmt.Errorf("%w: %w", ErrArchive, err)
	}
	text, err := verify(signed)
	if err != nil {
		return Manifest{}, fmt.Errorf("%w: %w", ErrSignature, err)
	}
	return parseManifest(text, limits)
}

// next reads the header of a plain file; links, folders and devices are refused.
func next(archive *tar.Reader) (*tar.Header, error) {
	header, err := archive.Next()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrArchive, err)
	}
	if header.Typeflag != tar.TypeReg {
		return nil, fmt.Errorf("%w: %.80q is not a plain file", ErrAltered, header.Name)
	}
	return header, nil
}

// unpackFile reads the file that must come next. Its name has one of the fixed
// forms, which the manifest was checked for, so it stays within dir.
func unpackFile(archive *tar.Reader, f File, dir string) error {
	header, err := next(archive)
	if err != nil {
		return err
	}
	if header.Name != f.Name || header.Size != f.Size {
		return fmt.Errorf("%w: %.80q stands where %s of %d bytes belongs", ErrAltered, header.Name, f.Name, f.Size)
	}
	out, err := os.OpenFile(filepath.Join(dir, filepath.FromSlash(f.Name)), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(out, sum), io.LimitReader(archive, f.Size))
	if closeErr := out.Close(); closeErr != nil {
		return closeErr
	}
	if err == nil && n != f.Size {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return fmt.Errorf("%w: %s is cut short: %w", ErrArchive, f.Name, err)
	}
	if hex.EncodeToString(sum.Sum(nil)) != f.SHA256 {
		return fmt.Errorf("%w: %s has another sum", ErrAltered, f.Name)
	}
	return nil
}

// checkEnd wants nothing but a little padding after the last file.
func checkEnd(archive *tar.Reader, zip *gzip.Reader) error {
	if header, err := archive.Next(); err == nil {
		return fmt.Errorf("%w: %.80q is more than the manifest names", ErrAltered, header.Name)
	} else if !errors.Is(err, io.EOF) {
		return fmt.Errorf("%w: %w", ErrArchive, err)
	}
	n, err := io.Copy(io.Discard, io.LimitReader(zip, mostTail+1))
	if err != nil {
		return fmt.Errorf("%w: its end: %w", ErrArchive, err)
	}
	if n > mostTail {
		return fmt.Errorf("%w: something follows the last file", ErrAltered)
	}
	return nil
}
