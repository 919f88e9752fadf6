using EdgeRuntime.Device.Reports;

namespace EdgeRuntime.Device.Commands.Models;

/// <summary>One file of the models folder in the output of <c>models list</c> and <c>models verify</c>.</summary>
/// <param name="Id">Id in the manifest.</param>
/// <param name="Kind"><c>model</c> or <c>file</c>.</param>
/// <param name="File">Name in the models folder.</param>
/// <param name="SizeBytes">Length in the manifest.</param>
/// <param name="SizeBudgetBytes">Most bytes allowed; null for plain files.</param>
/// <param name="Licence">SPDX name.</param>
/// <param name="Origin">Who made it.</param>
/// <param name="Inputs">Inputs as <c>name type [shape]</c>.</param>
/// <param name="Outputs">Outputs likewise.</param>
/// <param name="Placement">Operators by provider; only <c>verify</c> loads the model and knows.</param>
/// <param name="Error">Why it is refused; null when it is as promised.</param>
internal sealed record ModelRow(
    string Id,
    string Kind,
    string File,
    long SizeBytes,
    long? SizeBudgetBytes,
    string Licence,
    string Origin,
    IReadOnlyList<string> Inputs,
    IReadOnlyList<string> Outputs,
    string? Placement = null,
    FailureRow? Error = null);
