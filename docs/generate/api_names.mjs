// Finds the page of a name of the library.
import { anchorOf, moduleLink, partLink } from './links.mjs'

const sameAddress = (found) => new Set(found.map((each) => each.entity.qualified)).size === 1

function chosen(found) {
  // Overloads of one name may stand in several parts: that of the same name is meant, or else the first.
  return found.find((each) => each.part.name === each.entity.name) ?? found[0]
}

/** Answers where names are documented: by name within a module, and by qualified name. */
export class ApiNames {
  #modules
  #qualified = new Map()
  #within = new Map()

  constructor(modules) {
    this.#modules = new Map(modules.map((each) => [each.module, each]))
    for (const module of modules) {
      const names = new Map()
      this.#within.set(module.module, names)
      for (const part of module.parts) {
        for (const entity of part.entities) {
          const found = { module: module.module, part, entity }
          this.#add(names, entity.name, found)
          this.#add(this.#qualified, entity.qualified, found)
          this.#add(this.#qualified, `${module.module.replaceAll('.', '::')}::${entity.name}`, found)
        }
      }
    }
  }

  #add(map, key, found) {
    if (!map.has(key)) map.set(key, [])
    if (!map.get(key).some((each) => each.part === found.part && each.entity === found.entity)) map.get(key).push(found)
  }

  /** The address of what is found. */
  static address({ module, part, entity }) {
    return `${partLink(module, part.name)}#${anchorOf(entity.name)}`
  }

  /** The address of a module's page, null if there is no such module. */
  module(name) {
    return this.#modules.has(name) ? moduleLink(name) : null
  }

  /** Where `name`, as it is written in `module`, is documented; null if nowhere, or if it may be one of several. */
  lookUp(name, module) {
    const found = name.includes('::')
      ? (this.#qualified.get(name) ?? this.#qualified.get(`patterns::${name}`))
      : this.#within.get(module)?.get(name)
    return found && sameAddress(found) ? chosen(found) : null
  }

  /**
   * The address of a name, written with dots or colons, with the module or the namespace that it is in:
   * `patterns.caching.ttl_cache`, `caching::ttl_cache`, and of a module, such as `patterns.caching`.
   */
  link(name) {
    const asModule = name.replaceAll('::', '.')
    const module = this.module(asModule)
    if (module) return module
    const found = this.lookUp(name.replaceAll('.', '::'), null)
    return found ? ApiNames.address(found) : null
  }
}
