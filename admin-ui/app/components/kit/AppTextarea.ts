export { default } from '@nuxt/ui/components/Textarea.vue'
