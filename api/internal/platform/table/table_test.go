package table_test

import (
	"bytes"
	"testing"

	"baq.kz/portal/api/internal/platform/table"
)

func TestWhatIsTypedBecomesNoFormula(t *testing.T) {
	var out bytes.Buffer
	w, err := table.New(&out, []string{"аты", "ескерту"})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range [][]string{{"Әсел", "жай, \"сөз\""}, {"=1+1", "@SUM(A1)"}, {"-2", "+7 701"}, {"\tтаб", "\r\nжол"}, {"", "a=b"}} {
		if err := w.Row(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.End(); err != nil {
		t.Fatal(err)
	}
	want := "\ufeffаты,ескерту\r\nӘсел,\"жай, \"\"сөз\"\"\"\r\n'=1+1,'@SUM(A1)\r\n'-2,'+7 701\r\n'\tтаб,\"'\r\nжол\"\r\n,a=b\r\n"
	if got := out.String(); got != want {
		t.Errorf("%q\nwant %q", got, want)
	}
}
