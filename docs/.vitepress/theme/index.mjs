import Theme from 'vitepress/theme-without-fonts'
import { onMounted, onUnmounted } from 'vue'
import { useRouter } from 'vitepress'
import { turnPages } from './keys.mjs'
import 'virtual:code-colours.css'
import './style.css'
import './start.css'
import './print.css'

export default {
  extends: Theme,
  setup() {
    const router = useRouter()
    let stop = () => {}
    onMounted(() => (stop = turnPages((href) => router.go(href))))
    onUnmounted(() => stop())
  }
}
