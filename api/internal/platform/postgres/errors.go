package postgres

import (
	"database/sql"
	"errors"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// SQLSTATEs and classes of them that services turn into refusals, or InTx and Prepared into a
// further attempt.
const (
	uniqueViolation     = "23505"
	foreignKeyViolation = "23503"
	checkViolation      = "23514"
	deadlockDetected    = "40P01"
	tooManyConnections  = "53300"
	featureNotSupported = "0A000"
	unknownStatement    = "26000"
	dataClass           = "22"
	integrityClass      = "23"
	connectionClass     = "08"
	interventionClass   = "57" // 57P: somebody or a crash stopped the server; 57014 is a query's own limit
)

func deadlocked(err error) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && e.Code == deadlockDetected
}

// Unique tells whether err is a violation of the named unique constraint.
func Unique(err error, constraint string) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && e.Code == uniqueViolation && e.ConstraintName == constraint
}

// Checked tells whether err is a violation of the named check constraint.
func Checked(err error, constraint string) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && e.Code == checkViolation && e.ConstraintName == constraint
}

// Referenced tells whether err says that a row is still, or not there to be, referred to.
func Referenced(err error) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && e.Code == foreignKeyViolation
}

// Violated tells whether err says that the data themselves, by their form or by a
// constraint, don't admit what was tried: to try again would not help.
func Violated(err error) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && (strings.HasPrefix(e.Code, dataClass) || strings.HasPrefix(e.Code, integrityClass))
}

// Unreachable tells whether err says that there is no server to talk to: it does
// not listen, is starting or stopping, or has no connection left. What was asked
// of it may have been done all the same.
func Unreachable(err error) bool {
	var connect *pgconn.ConnectError
	var e *pgconn.PgError
	return errors.As(err, &connect) ||
		errors.As(err, &e) && (strings.HasPrefix(e.Code, connectionClass) || strings.HasPrefix(e.Code, interventionClass+"P") || e.Code == tooManyConnections)
}

// Changed tells whether a statement touched a row.
func Changed(result sql.Result, err error) (bool, error) {
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n > 0, err
}

// Contains is a LIKE pattern for texts that hold the given one literally.
func Contains(text string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text) + "%"
}
