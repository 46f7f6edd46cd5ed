import { afterEach, describe, expect, it, vi } from 'vitest'
import { creationOptions, credentialJson, fromBase64url, passkeyProblem, requestOptions, toBase64url } from '../../layers/accounts/app/utils/webauthn'

const bytes = (...values: number[]) => Uint8Array.from(values)
const buffer = (...values: number[]) => bytes(...values).buffer

afterEach(() => vi.unstubAllGlobals())

describe('base64url', () => {
  it.each([[[], ''], [[0], 'AA'], [[255, 239, 190], '_---'], [[251, 255], '-_8'], [[1, 2, 3, 4], 'AQIDBA']])('%j is %s', (values, text) => {
    expect(toBase64url(buffer(...values))).toBe(text)
    expect([...fromBase64url(text)]).toEqual(values)
  })

  it('reads padding, and refuses what is none of it', () => {
    expect([...fromBase64url('AQIDBA==')]).toEqual([1, 2, 3, 4])
    expect(() => fromBase64url('ә')).toThrow()
  })

  it('keeps every byte', () => {
    const all = Array.from({ length: 256 }, (_, i) => i)
    expect([...fromBase64url(toBase64url(buffer(...all)))]).toEqual(all)
  })
})

const request = { challenge: 'AQI', rpId: 'baq.kz', userVerification: 'required', allowCredentials: [{ type: 'public-key' as const, id: 'AwQ', transports: ['internal'] }] }
const creation = {
  challenge: 'AQI', rp: { id: 'baq.kz', name: 'BAQ' }, user: { id: 'BQY', name: 'a@baq.kz', displayName: 'Әсем' },
  pubKeyCredParams: [{ type: 'public-key' as const, alg: -7 }], excludeCredentials: [{ type: 'public-key' as const, id: 'Bwg' }]
}

describe('options of a ceremony, where the browser does not read JSON', () => {
  it('become bytes for using a passkey', () => {
    expect(requestOptions(request)).toEqual({
      challenge: bytes(1, 2), rpId: 'baq.kz', userVerification: 'required', allowCredentials: [{ type: 'public-key', id: bytes(3, 4), transports: ['internal'] }]
    })
    expect(requestOptions({ challenge: 'AQI' }).allowCredentials).toBeUndefined()
  })

  it('become bytes for making one', () => {
    expect(creationOptions(creation)).toEqual({
      ...creation, challenge: bytes(1, 2), user: { ...creation.user, id: bytes(5, 6) }, excludeCredentials: [{ type: 'public-key', id: bytes(7, 8) }]
    })
  })
})

describe('a browser that reads JSON', () => {
  it('is left to do it', () => {
    vi.stubGlobal('PublicKeyCredential', { parseRequestOptionsFromJSON: () => 'asked', parseCreationOptionsFromJSON: () => 'made' })
    expect([requestOptions(request), creationOptions(creation)]).toEqual(['asked', 'made'])
  })

  it('writes its answer itself', () => {
    expect(credentialJson({ toJSON: () => ({ id: 'x' }) } as unknown as PublicKeyCredential)).toEqual({ id: 'x' })
  })
})

const credential = (response: object) => ({
  id: 'CQo', rawId: buffer(9, 10), type: 'public-key', authenticatorAttachment: null, getClientExtensionResults: () => ({ credProps: { rk: true } }), response
}) as unknown as PublicKeyCredential

describe('the answer of a browser that does not write JSON', () => {
  it('to the making of a passkey', () => {
    const made = credential({ clientDataJSON: buffer(1), attestationObject: buffer(2), getTransports: () => ['usb'] })
    expect(credentialJson(made)).toEqual({
      id: 'CQo', rawId: 'CQo', type: 'public-key', authenticatorAttachment: undefined, clientExtensionResults: { credProps: { rk: true } },
      response: { clientDataJSON: 'AQ', attestationObject: 'Ag', transports: ['usb'] }
    })
  })

  it('to its use', () => {
    const used = { clientDataJSON: buffer(1), authenticatorData: buffer(2), signature: buffer(3), userHandle: buffer(4) }
    expect(credentialJson(credential(used)).response).toEqual({ clientDataJSON: 'AQ', authenticatorData: 'Ag', signature: 'Aw', userHandle: 'BA' })
    expect(credentialJson(credential({ ...used, userHandle: null })).response).toMatchObject({ userHandle: undefined })
  })
})

describe('what went wrong', () => {
  it.each([['NotAllowedError', 'panel.passkey_cancelled'], ['AbortError', 'panel.passkey_cancelled'], ['InvalidStateError', 'panel.passkey_known'], ['SecurityError', 'panel.passkey_failed']])('%s', (name, code) => {
    expect(passkeyProblem(new DOMException('', name)).code).toBe(code)
  })

  it('even where nothing is known', () => expect(passkeyProblem(undefined).code).toBe('panel.passkey_failed'))
})
