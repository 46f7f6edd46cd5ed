/** Whether Vue has taken over the server's HTML; what is typed before that would be lost. */
export function useTakenOver() {
  const takenOver = ref(false)
  onMounted(() => {
    takenOver.value = true
  })
  return takenOver
}
