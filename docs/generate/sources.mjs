export async function writeSources() {}
