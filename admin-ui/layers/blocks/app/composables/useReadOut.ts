/** What is read out to those who do not see what moved; one region of the page says it. */
export function useReadOut() {
  const said = useState('blocks-said', () => '')
  // The same sentence twice is read twice.
  const announce = (text: string) => { said.value = said.value === text ? `${text}\u00A0` : text }
  return { said, announce }
}
