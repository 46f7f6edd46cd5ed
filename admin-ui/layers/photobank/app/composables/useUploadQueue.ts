/** All files on their way to the photobank, whichever page sent them. */
export function useUploadQueue(): UploadQueue {
  return useNuxtApp().$uploads as UploadQueue
}
