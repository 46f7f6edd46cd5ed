/** Takes a picture for a text, or says why it may not be used. */
export function useUsablePicture(take: (picture: Schemas['Picture']) => void) {
  const notice = useNotice()
  return (picture: Schemas['Picture']) => {
    const reason = unchoosable(picture)
    if (reason) notice.failed(problemError({ type: 'about:blank', title: '', status: 409, code: `photobank.${reason}` }))
    else take(picture)
  }
}
