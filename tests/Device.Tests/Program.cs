namespace Device.Tests;

/// <summary>Lets a test start this assembly as a process of its own, to be killed: <c>dotnet Device.Tests.dll write FOLDER</c>.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args) => args is ["write", var folder] ? await Actions.StateWriter.RunAsync(folder) : 2;
}
