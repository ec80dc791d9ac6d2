import {
  createRouter,
  createWebHashHistory,
  type Router,
  type RouterHistory,
  type RouteRecordRaw,
} from 'vue-router'
import type { VisitPermission } from './core/people/permissions'

declare module 'vue-router' {
  interface RouteMeta {
    /** Entry of the navigation that the screen belongs to; it also names the title. */
    section: 'sell' | 'sales' | 'articles' | 'config' | 'welcome'
    /** Permission that whoever serves needs to see the screen. */
    needs?: VisitPermission
  }
}

/** Each screen is loaded when it is opened; the sale's comes with the counter. */
const ROUTES: RouteRecordRaw[] = [
  { path: '/', redirect: '/sell' },
  {
    path: '/sell',
    component: () => import('./counter').then(({ SellScreen }) => SellScreen),
    meta: { section: 'sell' },
  },
  {
    path: '/sales/:reference(copie-[0-9a-f]{12}-\\d+|[A-Z]{1,2}-\\d+|\\d+)?',
    component: () => import('./screens/journal/SalesScreen.vue'),
    meta: { section: 'sales' },
  },
  {
    path: '/articles',
    component: () => import('./screens/catalogue/ArticlesScreen.vue'),
    meta: { section: 'articles' },
  },
  {
    path: '/articles/etiquettes',
    component: () => import('./screens/printing/LabelsScreen.vue'),
    meta: { section: 'articles' },
  },
  {
    path: '/config',
    component: () => import('./screens/settings/ConfigScreen.vue'),
    meta: { section: 'config', needs: 'settings' },
  },
  {
    path: '/debut/:step(boutique|equipe|papier)?',
    component: () => import('./screens/settings/SetupScreen.vue'),
    meta: { section: 'config', needs: 'settings' },
  },
  {
    path: '/config/equipe',
    component: () => import('./screens/people/TeamScreen.vue'),
    meta: { section: 'config', needs: 'users' },
  },
  {
    path: '/config/appareils',
    component: () => import('./screens/sharing/DevicesScreen.vue'),
    meta: { section: 'config', needs: 'users' },
  },
  {
    // What the QR code of a device of the shop opens.
    path: '/rejoindre/:text([\\w.-]+)?',
    component: () => import('./screens/sharing/JoinScreen.vue'),
    meta: { section: 'welcome', needs: 'users' },
  },
  {
    path: '/archives',
    component: () => import('./screens/archive/ArchivesScreen.vue'),
    meta: { section: 'config', needs: 'archive' },
  },
  {
    path: '/config/general/:tab(commandes|boutique|prix|reglements|comptabilite|caisse|imprimante|scanner|sauvegarde)?',
    component: () => import('./screens/settings/GeneralScreen.vue'),
    meta: { section: 'config', needs: 'settings' },
  },
  {
    path: '/customers/:customerId?',
    component: () => import('./screens/customers/CustomersScreen.vue'),
    meta: { section: 'config' },
  },
  {
    path: '/invoices',
    component: () => import('./screens/documents/InvoicesScreen.vue'),
    meta: { section: 'sales' },
  },
  {
    path: '/orders',
    component: () => import('./screens/orders/OrdersScreen.vue'),
    meta: { section: 'sales' },
  },
  {
    path: '/closings/:which(open|copie-[0-9a-f]{12}-\\d+|[A-Z]{1,2}-\\d+|\\d+)?',
    component: () => import('./screens/closing/ClosingsScreen.vue'),
    meta: { section: 'sales', needs: 'close-day' },
  },
  {
    path: '/reports',
    component: () => import('./screens/reports/ReportsScreen.vue'),
    meta: { section: 'sales', needs: 'reports' },
  },
  {
    path: '/aide/:page([a-z-]+)?',
    component: () => import('./screens/help/HelpScreen.vue'),
    meta: { section: 'config' },
  },
  {
    path: '/inspection',
    component: () => import('./screens/journal/InspectionScreen.vue'),
    meta: { section: 'config' },
  },
  {
    path: '/attestation',
    component: () => import('./screens/journal/AttestationScreen.vue'),
    meta: { section: 'config' },
  },
  {
    // What a QR code of the shop's module opens.
    path: '/pair/:link([\\w.-]+)?',
    component: () => import('./screens/catalogue/PairScreen.vue'),
    meta: { section: 'welcome', needs: 'settings' },
  },
  {
    path: '/welcome',
    component: () => import('./screens/catalogue/WelcomeScreen.vue'),
    meta: { section: 'welcome' },
  },
  { path: '/:rest(.*)*', redirect: '/sell' },
]

/** Parts of the till that an inspector may open without approval (R11). */
const SHOWN_TO_INSPECTORS = /^\/(?:inspection|attestation|closings|archives|aide)(?:\/|$)/

/** Who may open which screen, as the people store answers it. */
export interface Visits {
  /** Whether a screen may be opened; it may ask for someone's approval of this visit. */
  mayVisit: (permission: VisitPermission, page: string) => Promise<boolean>
  /** A screen is shown: an approved visit of others is over. */
  endVisit: (shown: VisitPermission | null) => void
  /** Refuses what waits for an approval. */
  refuse: () => void
}

/**
 * The screens. Addresses come after `#`, so that the till runs from any folder of any host without
 * rewriting. A screen that needs a permission may be opened by someone's approval, which lasts until
 * a screen of another permission is opened, and includes no other. During an inspection, only the
 * journal's screens are shown.
 */
export function makeRouter(
  isFirstRun: () => boolean,
  isInspected: () => boolean,
  visits: Visits,
  history: RouterHistory = createWebHashHistory(),
): Router {
  const router = createRouter({
    history,
    routes: ROUTES,
  })
  guard(router, isFirstRun, isInspected, visits)
  return router
}

function guard(
  router: Router,
  isFirstRun: () => boolean,
  isInspected: () => boolean,
  { mayVisit, endVisit, refuse }: Visits,
): void {
  // What was asked on one screen, or for a visit that is given up, is not approved on another.
  router.beforeEach(() => {
    refuse()
    return true
  })
  router.beforeEach(to =>
    isInspected() && !SHOWN_TO_INSPECTORS.test(to.path) ? '/inspection' : true,
  )
  router.beforeEach(to => {
    if (to.path === '/sell' && isFirstRun()) return '/welcome'
    return to.path === '/welcome' && !isFirstRun() ? '/sell' : true
  })
  router.beforeEach(async ({ path, meta: { needs } }, from) => {
    if (!needs || isInspected() || (await mayVisit(needs, path))) return true
    return from.matched.length > 0 ? false : '/sell'
  })
  router.afterEach(({ meta: { needs } }, _from, failure) => {
    if (!failure) endVisit(needs ?? null)
  })
}
