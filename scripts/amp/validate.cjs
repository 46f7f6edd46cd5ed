// Prints what AMP's validator says of each file; fails when one is not valid.
const { readFileSync } = require('node:fs')
const validator = require('next/dist/compiled/amphtml-validator')
const rules = require.resolve('next/dist/compiled/amphtml-validator/validator_wasm.js')

validator.getInstance(rules).then((amp) => {
  for (const file of process.argv.slice(2)) {
    const { status, errors } = amp.validateString(readFileSync(file, 'utf8'))
    console.log(status, file)
    for (const { severity, line, col, message } of errors) console.log(`  ${severity} ${line}:${col} ${message}`)
    if (status !== 'PASS') process.exitCode = 1
  }
})
