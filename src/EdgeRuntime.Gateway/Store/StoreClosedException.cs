namespace EdgeRuntime.Gateway.Store;

/// <summary>The store cannot be used: it is closed, held by another gateway, or of a version that this program does not know.
/// Its message is one sentence for the operator.</summary>
internal sealed class StoreClosedException(string message, Exception? inner = null) : IOException(message, inner);
