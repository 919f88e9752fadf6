using EdgeRuntime.Assistant.Traces;

namespace EdgeRuntime.Assistant.Contexts.Reading;

/// <summary>Failures of a context file, with their place.</summary>
internal static class ContextFailure
{
    /// <summary>A failure at a place in a file.</summary>
    public static Failure At(SourceMark mark, string code, string message, string next) =>
        new(Stages.Context, code, $"{mark}: {message}", next) { Line = mark.Line, Column = mark.Column };
}
