package journal

import (
	"context"
	"encoding/hex"
	"net/http"

	"baq.kz/portal/api/internal/contract/admin"
)

func entryOut(e Entry) admin.JournalEntry {
	out := admin.JournalEntry{
		ID: e.ID, At: e.At, ActorKind: admin.ActorKind(e.Kind), ActorID: e.ActorID, ActorName: e.ActorName, Action: e.Action,
		ObjectType: e.ObjectType, ObjectID: e.ObjectID, Diff: e.Diff, Address: e.Address, UserAgent: e.UserAgent, RequestID: e.RequestID, Seq: e.Seq,
	}
	if e.Hash != "" {
		out.Hash = &e.Hash
	}
	return out
}

func chainOut(c Chain) admin.JournalChain {
	out := admin.JournalChain{
		Sealed: c.Sealed, Pending: c.Pending, OldestPendingAt: c.OldestPendingAt, PublicKey: c.PublicKey, Broken: c.Broken,
	}
	if c.Problem != "" {
		out.Problem = &c.Problem
	}
	if c.Head != nil {
		out.Head = &admin.JournalHead{Seq: c.Head.Seq, Hash: hex.EncodeToString(c.Head.Hash), At: c.Head.At}
	}
	if c.LastRun != nil {
		last := runOut(*c.LastRun)
		out.LastVerification = &last
	}
	return out
}

func runOut(r Run) admin.Verification {
	out := admin.Verification{
		ID: r.ID, StartedAt: r.StartedAt, StartedBy: r.StartedName, FinishedAt: r.FinishedAt, State: admin.VerificationState(r.State),
		Checked: r.Checked, Total: r.Total, BadSeq: r.BadSeq, BadEntry: r.BadEntry,
	}
	if r.Problem != "" {
		out.Problem = &r.Problem
	}
	return out
}

// tableOut writes a table while it is read.
type tableOut struct {
	ctx   context.Context
	table Table
}

// VisitExportJournalResponse implements admin.ExportJournalResponseObject. Once
// the answer has begun, a failure can only cut it off: the client must not take a
// part for the whole.
func (o tableOut) VisitExportJournalResponse(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="journal-`+o.table.service.now().Format("2006-01-02")+`.csv"`)
	w.WriteHeader(http.StatusOK)
	if err := o.table.Write(o.ctx, w); err != nil {
		o.table.service.log.WarnContext(o.ctx, "an export of the journal was cut off", "error", err.Error())
		panic(http.ErrAbortHandler)
	}
	return nil
}
