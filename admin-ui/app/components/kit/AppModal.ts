export { default } from '@nuxt/ui/components/Modal.vue'
