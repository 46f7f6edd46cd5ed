type Picture = Schemas['Picture']

/** What two people changed at once: theirs, and the fields in which one has to choose. */
export interface PictureConflict { theirs: PictureEdits, version: number, fields: string[] }

/** Edits what is said of a picture. What others changed meanwhile, in other fields, is kept by itself. */
export function usePictureEdit(picture: () => Picture) {
  const api = useApi()
  const { t } = useI18n()
  const notice = useNotice()
  const { pending, problem, run } = useSubmit()
  const base = shallowRef(editsOf(picture()))
  const version = ref(picture().version)
  const edits = ref(editsOf(picture()))
  const conflict = shallowRef<PictureConflict>()
  const mine = computed<PictureEdits>(() => ({ ...edits.value, labels: filledDescriptions(edits.value.labels) }))
  const dirty = computed(() => changedPictureFields(base.value, mine.value).length > 0)

  function begin(now: Picture): void {
    base.value = editsOf(now)
    version.value = now.version
    edits.value = editsOf(now)
  }
  watch(picture, (now) => { if (!dirty.value && now.version !== version.value) begin(now) })

  const path = () => ({ id: picture().id })
  const put = () => answer(api.PUT('/pictures/{id}', { params: { path: path() }, body: { ...mine.value, version: version.value } }))

  /** The picture as saved; nothing where it was refused or one has to choose first. */
  async function save(): Promise<Picture | undefined> {
    const saved = await run(put)
    if (saved) begin(saved)
    else if (problem.value?.code === 'photobank.version_stale') return meet()
    return saved
  }

  /** Somebody else saved first: takes over what they changed, and asks only where both changed the same. */
  async function meet(): Promise<Picture | undefined> {
    const current = await run(() => answer(api.GET('/pictures/{id}', { params: { path: path() } })))
    if (!current) return undefined
    const theirs = editsOf(current)
    const fields = contestedFields(base.value, mine.value, theirs)
    conflict.value = { theirs, version: current.version, fields }
    if (fields.length) return undefined
    const saved = await settle({})
    if (saved) notice.done(t('photobank.library.conflict.joined'))
    return saved
  }

  /** Saves mine and theirs together, the contested fields as chosen. */
  async function settle(sides: Readonly<Record<string, EditSide>>): Promise<Picture | undefined> {
    if (!conflict.value) return undefined
    const { theirs, version: theirVersion } = conflict.value
    edits.value = mergedEdits(base.value, mine.value, theirs, sides)
    base.value = theirs
    version.value = theirVersion
    conflict.value = undefined
    return save()
  }

  const undo = () => { edits.value = structuredClone(base.value) }
  return { edits, dirty, pending, problem, conflict, mine, save, settle, undo }
}
