type Options = Schemas['PasskeyCeremony']['options']

/** What this browser can do with passkeys. Its refusals are thrown as problems, like the server's. */
export function usePasskeyBrowser() {
  // The server's render can't know; the buttons come with the living page.
  const supported = ref(false)
  onMounted(() => { supported.value = isSecureContext && typeof PublicKeyCredential === 'function' })

  /** Lets somebody prove with a passkey who it is. */
  const prove = (options: Options) => ceremony(() =>
    navigator.credentials.get({ publicKey: requestOptions(options as unknown as PublicKeyCredentialRequestOptionsJSON) }))

  /** Makes a new passkey. */
  const make = (options: Options) => ceremony(() =>
    navigator.credentials.create({ publicKey: creationOptions(options as unknown as PublicKeyCredentialCreationOptionsJSON) }))

  return { supported, prove, make }
}

async function ceremony(act: () => Promise<Credential | null>): Promise<Record<string, unknown>> {
  try {
    return credentialJson(await act() as PublicKeyCredential)
  } catch (error) {
    throw problemError(passkeyProblem(error))
  }
}
