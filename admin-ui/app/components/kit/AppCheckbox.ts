export { default } from '@nuxt/ui/components/Checkbox.vue'
