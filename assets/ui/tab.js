// A full load of a page starts with a state of its own: what was open, typed or shown before it is over. The framework
// would otherwise give the tab its old state back. A lost connection is no load: there the state is kept.
if (typeof sessionStorage !== "undefined") sessionStorage.removeItem("token");
