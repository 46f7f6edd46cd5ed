/** Many things that are done one after the other, some at a time; can be stopped between, and gone on with what waits. */
export function useTasks<T extends Task>() {
  const tasks = ref([]) as Ref<T[]>
  const running = ref(false)
  const stopped = ref(false)
  /** Why the run broke off by itself; who takes the tasks sets it. */
  const trouble = shallowRef<Problem>()
  const count = (outcome: Task['outcome']) => tasks.value.filter(task => task.outcome === outcome).length

  /** Begins, or goes on with what still waits; `take` leaves no task as running. */
  async function run(take: (chunk: T[]) => Promise<void>, most = 1): Promise<void> {
    if (running.value) return
    running.value = true
    stopped.value = false
    trouble.value = undefined
    for (let chunk = nextTasks(tasks.value, most); chunk.length && !stopped.value && !trouble.value; chunk = nextTasks(tasks.value, most)) {
      await take(chunk)
    }
    running.value = false
  }

  const stop = () => { stopped.value = true }
  onScopeDispose(stop)
  const [waiting, done, refused] = [computed(() => count('waiting')), computed(() => count('done')), computed(() => count('refused'))]
  const open = computed(() => tasks.value.length - done.value - refused.value)
  return { tasks, running, trouble, run, stop, waiting, open, done, refused }
}
