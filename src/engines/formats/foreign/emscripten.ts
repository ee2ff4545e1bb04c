/** Settings for an instance of a library that is compiled already, which says nothing on the terminal. */
export const emscriptenSettings = (module: WebAssembly.Module): EmscriptenSettings => ({
  instantiateWasm: (imports, done) => {
    const instance = new WebAssembly.Instance(module, imports);
    done(instance, module);
    return instance.exports;
  },
  print: () => {},
  printErr: () => {},
});
