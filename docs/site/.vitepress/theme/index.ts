import type { Theme } from 'vitepress'
// Those of the system: a page weighs less, and shows at once.
import theme from 'vitepress/theme-without-fonts'
import './style.css'

export default theme satisfies Theme
