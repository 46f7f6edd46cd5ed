export { default } from '@nuxt/ui/components/Alert.vue'
