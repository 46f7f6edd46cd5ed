// WebAuthn speaks in bytes and the API in JSON. Newer browsers translate by themselves
// (WebAuthn Level 3); for the others there is the same translation here.

type Bytes = Uint8Array<ArrayBuffer>
type Named = PublicKeyCredentialDescriptor
type NamedJson = PublicKeyCredentialDescriptorJSON

/** The bytes of a base64url text, with or without padding. */
export function fromBase64url(text: string): Bytes {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, ''))
  return Uint8Array.from(plain, letter => letter.charCodeAt(0))
}

/** Bytes as base64url without padding. */
export function toBase64url(bytes: ArrayBuffer): string {
  const plain = Array.from(new Uint8Array(bytes), byte => String.fromCharCode(byte)).join('')
  return btoa(plain).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

const named = ({ id, ...rest }: NamedJson) => ({ ...rest, id: fromBase64url(id) }) as Named

/** What the browser needs to let somebody use a passkey. */
export function requestOptions(json: PublicKeyCredentialRequestOptionsJSON): PublicKeyCredentialRequestOptions {
  const native = globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON
  if (native) return native.call(PublicKeyCredential, json)
  const { challenge, allowCredentials, ...rest } = json
  return { ...rest, challenge: fromBase64url(challenge), allowCredentials: allowCredentials?.map(named) } as PublicKeyCredentialRequestOptions
}

/** What the browser needs to make a new passkey. */
export function creationOptions(json: PublicKeyCredentialCreationOptionsJSON): PublicKeyCredentialCreationOptions {
  const native = globalThis.PublicKeyCredential?.parseCreationOptionsFromJSON
  if (native) return native.call(PublicKeyCredential, json)
  const { challenge, user, excludeCredentials, ...rest } = json
  return {
    ...rest, challenge: fromBase64url(challenge), user: { ...user, id: fromBase64url(user.id) }, excludeCredentials: excludeCredentials?.map(named)
  } as PublicKeyCredentialCreationOptions
}

/** The browser's answer, as the API takes it. */
export function credentialJson(credential: PublicKeyCredential): Record<string, unknown> {
  if (typeof credential.toJSON === 'function') return credential.toJSON()
  return {
    id: credential.id,
    rawId: toBase64url(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: responseJson(credential.response)
  }
}

function responseJson(response: AuthenticatorResponse): Record<string, unknown> {
  const clientDataJSON = toBase64url(response.clientDataJSON)
  if ('attestationObject' in response) {
    const made = response as AuthenticatorAttestationResponse
    return { clientDataJSON, attestationObject: toBase64url(made.attestationObject), transports: made.getTransports?.() ?? [] }
  }
  const proof = response as AuthenticatorAssertionResponse
  return {
    clientDataJSON,
    authenticatorData: toBase64url(proof.authenticatorData),
    signature: toBase64url(proof.signature),
    userHandle: proof.userHandle ? toBase64url(proof.userHandle) : undefined
  }
}

// What went wrong, by the name of the error.
const failures: Record<string, string> = {
  NotAllowedError: 'panel.passkey_cancelled', // also when nobody answered in time: browsers do not tell the two apart
  AbortError: 'panel.passkey_cancelled',
  InvalidStateError: 'panel.passkey_known'
}

/** Why the browser did not use or make a passkey, as a problem of the panel's own. */
export function passkeyProblem(error: unknown): Problem {
  const name = (error as { name?: unknown } | null)?.name
  return { type: 'about:blank', title: '', status: 400, code: failures[String(name)] ?? 'panel.passkey_failed' }
}
