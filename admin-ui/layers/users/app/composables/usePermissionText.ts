/** What a permission and its feature are called, and what it allows. */
export function usePermissionText() {
  const { t } = useI18n()
  return {
    name: (permission: string) => t(`users.permission.${permission}.name`),
    text: (permission: string) => t(`users.permission.${permission}.text`),
    feature: (feature: string) => t(`users.feature.${feature}`)
  }
}
