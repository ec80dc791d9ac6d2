/** What the webservice knows about a resource beside its rows. */
export interface Resource {
  /** Name of one record in an answer. */
  node: string
  description: string
  /** Fields computed for each answer: shown, but neither filtered nor sorted. */
  computed?: string[]
  /** Fields that point to another resource. */
  links?: Record<string, string>
  /** Associations with the node of their members and the resource they are in. */
  associations?: Record<string, AssociationKind>
  /** Name of a list in JSON, where it differs from the resource's name. */
  list?: string
}

interface AssociationKind {
  node: string
  api?: string
  isVirtual?: boolean
  /** Fields of a member that point to another resource. */
  links?: Record<string, string>
}

const to = (node: string, api: string) => ({ node, api })

/** The resources that the simulated shop holds rows of. */
export const RESOURCES: Record<string, Resource> = {
  addresses: { node: 'address', description: 'The Customer, Brand and Customer addresses' },
  carriers: {
    node: 'carrier',
    description: 'The Carriers',
    links: { deleted: '', id_tax_rules_group: 'tax_rule_groups' },
  },
  cart_rules: { node: 'cart_rule', description: 'Cart rules management' },
  categories: {
    node: 'category',
    description: 'The product categories',
    computed: ['nb_products_recursive'],
    links: { id_parent: 'categories' },
    associations: {
      categories: to('category', 'categories'),
      products: to('product', 'products'),
    },
  },
  combinations: {
    node: 'combination',
    description: 'The product combinations',
    links: { id_product: 'products' },
    associations: {
      product_option_values: to('product_option_value', 'product_option_values'),
      images: to('image', 'images/products'),
    },
  },
  configurations: { node: 'configuration', description: 'Shop configuration' },
  currencies: { node: 'currency', description: 'The currencies' },
  customizations: {
    node: 'customization',
    description: 'The Customization values',
    links: { id_address_delivery: 'addresses', id_cart: 'carts', id_product: 'products' },
    associations: {
      customized_data_text_fields: { node: 'customized_data_text_field', isVirtual: true },
      customized_data_images: { node: 'customized_data_image', isVirtual: true },
    },
  },
  customers: { node: 'customer', description: 'The e-shop’s customers' },
  image_types: { node: 'image_type', description: 'The image types' },
  languages: { node: 'language', description: 'Shop languages' },
  order_carriers: { node: 'order_carrier', description: 'The Order carriers' },
  order_cart_rules: { node: 'order_cart_rule', description: 'The Order cart rules' },
  order_details: {
    node: 'order_detail',
    description: 'Details of an order',
    links: { id_order: 'orders', product_id: 'products' },
    associations: { taxes: to('tax', 'taxes') },
  },
  order_histories: { node: 'order_history', description: 'The Order histories' },
  order_invoices: { node: 'order_invoice', description: 'The Order invoices' },
  order_payments: { node: 'order_payment', description: 'The Order payments' },
  order_slip: {
    node: 'order_slip',
    list: 'order_slips',
    description: 'The Order slips',
    associations: { order_slip_details: { node: 'order_slip_detail', isVirtual: true } },
  },
  order_states: { node: 'order_state', description: 'The Order statuses' },
  orders: {
    node: 'order',
    description: 'The Customers orders',
    computed: ['shipping_number'],
    links: {
      id_address_delivery: 'addresses',
      id_address_invoice: 'addresses',
      id_cart: 'carts',
      id_currency: 'currencies',
      id_lang: 'languages',
      id_customer: 'customers',
      id_carrier: 'carriers',
      current_state: 'order_states',
    },
    associations: {
      order_rows: {
        node: 'order_row',
        isVirtual: true,
        links: { product_id: 'products', id_customization: 'customizations' },
      },
    },
  },
  product_customization_fields: {
    node: 'customization_field',
    description: 'The Customization fields',
    links: { id_product: 'products' },
  },
  product_option_values: {
    node: 'product_option_value',
    description: 'The product options value',
    links: { id_attribute_group: 'product_options' },
  },
  product_options: {
    node: 'product_option',
    description: 'The product options',
    associations: { product_option_values: to('product_option_value', 'product_option_values') },
  },
  products: {
    node: 'product',
    description: 'The products',
    computed: [
      'id_default_image',
      'id_default_combination',
      'position_in_category',
      'manufacturer_name',
      'quantity',
      'type',
    ],
    links: {
      id_manufacturer: 'manufacturers',
      id_supplier: 'suppliers',
      id_category_default: 'categories',
      id_default_image: 'images/products',
      id_default_combination: 'combinations',
      id_tax_rules_group: 'tax_rule_groups',
    },
    associations: {
      categories: to('category', 'categories'),
      images: to('image', 'images'),
      combinations: to('combination', 'combinations'),
      product_option_values: to('product_option_value', 'product_option_values'),
      product_features: {
        ...to('product_feature', 'product_features'),
        links: { id_feature_value: 'product_feature_values' },
      },
      tags: to('tag', 'tags'),
      stock_availables: to('stock_available', 'stock_availables'),
      attachments: to('attachment', 'attachments'),
      accessories: to('product', 'products'),
      product_bundle: to('product', 'products'),
    },
  },
  shops: { node: 'shop', description: 'Shops from multi-shop feature' },
  specific_price_rules: { node: 'specific_price_rule', description: 'Specific price management' },
  specific_prices: { node: 'specific_price', description: 'Specific price management' },
  stock_availables: {
    node: 'stock_available',
    description: 'Available quantities',
    links: { id_product: 'products', id_shop: 'shops' },
  },
  tax_rule_groups: { node: 'tax_rule_group', description: 'Tax rule groups' },
  tax_rules: { node: 'tax_rule', description: 'Tax rules entity' },
  taxes: { node: 'tax', description: 'The tax rate' },
}

/** Every resource of PrestaShop 8, as its own error lists them (resource-unknown-xml). */
const RESOURCES_OF_8 = (
  'addresses attachments carriers cart_rules carts categories combinations configurations ' +
  'contacts content_management_system countries currencies customer_messages customer_threads ' +
  'customers customizations deliveries employees groups guests image_types images languages ' +
  'manufacturers messages order_carriers order_cart_rules order_details order_histories ' +
  'order_invoices order_payments order_slip order_states orders price_ranges ' +
  'product_customization_fields product_feature_values product_features product_option_values ' +
  'product_options product_suppliers products search shop_groups shop_urls shops ' +
  'specific_price_rules specific_prices states stock_availables stock_movement_reasons ' +
  'stock_movements stocks stores suppliers supply_order_details supply_order_histories ' +
  'supply_order_receipt_histories supply_order_states supply_orders tags tax_rule_groups ' +
  'tax_rules taxes translated_configurations warehouse_product_locations warehouses ' +
  'weight_ranges zones'
).split(' ')

const GONE_IN_9 = /^supply_order|^warehouse_product_locations$/

/** Every resource of a version. */
export function allResources(version: string): string[] {
  if (version.startsWith('8')) return RESOURCES_OF_8
  return [...RESOURCES_OF_8.filter(name => !GONE_IN_9.test(name)), 'order_returns'].toSorted()
}

/** Description of a resource in the root; a resource without rows has a plain sentence. */
export function describe(resource: string): Resource {
  const known = RESOURCES[resource]
  if (known) return known
  return { node: resource.replace(/s$/, ''), description: `The ${resource.replaceAll('_', ' ')}` }
}
