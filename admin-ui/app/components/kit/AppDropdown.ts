export { default } from '@nuxt/ui/components/DropdownMenu.vue'
