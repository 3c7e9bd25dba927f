package llm

import (
	"context"
	"fmt"
	"io"
	"net/http"
)

// longestModelName bounds the names that Models passes on.
const longestModelName = 200

// Models asks the server which models it has; for the doctor. Names that cannot be shown safely
// are left out.
func (c *Client) Models(ctx context.Context) ([]string, error) {
	var list struct {
		Data []struct {
			ID string `json:"id"`
		} `json:"data"`
	}
	k := &call{client: c}
	err := k.run(ctx, outgoing{method: http.MethodGet, path: "/models"}, func(in io.Reader) error {
		raw, err := io.ReadAll(in)
		if err != nil {
			return err
		}
		return decodeJSON(raw, c.cfg.Limits.Depth, &list)
	})
	if err != nil {
		return nil, fmt.Errorf("asking wire %s for its models: %w", c.cfg.Name, err)
	}
	var names []string
	for _, m := range list.Data {
		if m.ID != "" && len(m.ID) <= longestModelName && printable(m.ID) {
			names = append(names, m.ID)
		}
	}
	return names, nil
}

// Reach says whether the server is there, stands where the configuration says
// and takes the key. It asks the model nothing, so it costs nothing.
func (c *Client) Reach(ctx context.Context) error {
	if err := c.CheckPlace(ctx); err != nil {
		return err
	}
	_, err := c.Models(ctx)
	return err
}
