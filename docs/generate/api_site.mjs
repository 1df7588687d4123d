// stub
export async function readApi() { return { address: () => '/api/', concept: (i) => ({ address: '/api/', signature: i.name }), pages: [{ path: 'api/index.md', text: '# Reference\n' }], sidebar: [] } }
