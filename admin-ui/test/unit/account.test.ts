import { describe, expect, it } from 'vitest'
import { isTotpCode, plainCode } from '../../layers/accounts/app/utils/codes'
import { passwordStrength } from '../../layers/accounts/app/utils/password-strength'
import { recoveryFile } from '../../layers/accounts/app/utils/recovery-codes'

describe('codes as people type them', () => {
  it.each([['123 456', '123456'], [' 123\u00a0456\n', '123456'], ['１２３４５６', '123456'], ['ABCDE-FGHIJ', 'ABCDEFGHIJ'], ['ABCDE – FGHIJ', 'ABCDEFGHIJ']])('%j is %j', (typed, plain) => {
    expect(plainCode(typed)).toBe(plain)
  })

  it('are whole at six digits, no less and no more', () => {
    expect(['123456', '123 456', '12-34-56'].map(isTotpCode)).toEqual([true, true, true])
    expect(['', '12345', '1234567', '12345a', 'әғқңөү', '١٢٣٤٥٦'].map(isTotpCode)).toEqual([false, false, false, false, false, false])
  })
})

describe('the strength of a new password', () => {
  const strength = (password: string) => passwordStrength(password, 'aibek.serik@baq.kz')

  it('counts characters as people do', () => {
    expect(strength('')).toBe('empty')
    expect(strength('қысқа сөз')).toBe('short')
    expect(strength('😀😃😄😁😆😅')).toBe('short')
    expect(strength('көк аспан әні')).toBe('good')
    expect(strength('көк аспан әні, ұзақ жол')).toBe('strong')
  })

  it.each(['aibek.serik@baq.kz', 'AIBEK.SERIK@BAQ.KZ', 'aibek.serik2026'])('knows one\'s own e-mail in %s', password => expect(strength(password)).toBe('own'))

  it.each(['aaaaaaaaaaaaaaaa', '121212121212', '1234567890123', 'abcdefghijklmnop', 'ПАРОЛЬПАРОЛЬ'.slice(0, 4).repeat(4)])('calls %s plain', password => expect(strength(password)).toBe('plain'))

  it('takes the longest password at once', () => expect(strength('ә!'.repeat(5000))).toBe('plain'))
})

it('recovery codes become a file with one on each line', () => {
  expect(recoveryFile(['AAAAA-BBBBB', 'CCCCC-DDDDD'], 'BAQ', 'a@baq.kz')).toBe('BAQ\r\na@baq.kz\r\n\r\nAAAAA-BBBBB\r\nCCCCC-DDDDD\r\n')
})
