namespace EdgeRuntime.Assistant.Contexts.Reading;

/// <summary>A place in a context file.</summary>
/// <param name="File">Name of the file as it was given.</param>
/// <param name="Line">Line, from 1; 0 where the place is not known.</param>
/// <param name="Column">Column, from 1; 0 where the place is not known.</param>
public readonly record struct SourceMark(string File, int Line, int Column)
{
    /// <summary><c>file:line:column</c>.</summary>
    public override string ToString() => Line == 0 ? File : $"{File}:{Line}:{Column}";
}
