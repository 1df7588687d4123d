// Everything that is wrong with the sources of the site, told at once: who has to mend ten pages wants to see ten lines.

export class DocsError extends Error {
  constructor(problems) {
    super(problems.join('\n'))
    this.name = 'DocsError'
    this.problems = problems
  }
}

export class Problems {
  #list = []

  add(file, message) {
    this.#list.push(`${file}: ${message}`)
  }

  // Runs the step; what it throws as a DocsError is noted, and what it should have given is undefined.
  attempt(step) {
    try {
      return step()
    } catch (error) {
      if (!(error instanceof DocsError)) throw error
      this.#list.push(...error.problems)
      return undefined
    }
  }

  get list() {
    return [...this.#list]
  }

  throwIfAny() {
    if (this.#list.length) throw new DocsError(this.list)
  }
}

export const fail = (file, message) => {
  throw new DocsError([`${file}: ${message}`])
}
