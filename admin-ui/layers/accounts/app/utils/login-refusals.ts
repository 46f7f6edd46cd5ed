// The password was proved too long ago, or too many codes were wrong: the login begins anew.
const endings = ['accounts.challenge_over']

/** Whether a refusal of the second step sends the login back to the first. */
export function endsLogin(problem: Problem | null): boolean {
  return endings.includes(problem?.code ?? '')
}
