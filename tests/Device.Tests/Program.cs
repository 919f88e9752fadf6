namespace Device.Tests;

/// <summary>Lets a test start this assembly as a process of its own, to be killed: <c>dotnet Device.Tests.dll write FOLDER</c>, <c>keep
/// FOLDER</c>, <c>phones FOLDER</c>, <c>broker</c>, <c>flush FOLDER ADDRESS</c>.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args) => args switch
    {
        ["write", var folder] => await Actions.StateWriter.RunAsync(folder),
        ["keep", var folder] => await Cloud.QueueChild.KeepAsync(folder),
        ["phones", var folder] => await Companion.CompanionChild.RunAsync(folder),
        ["broker"] => await Companion.PhoneLoad.ServeAsync(),
        ["load", var what] => await Companion.PhoneLoad.RunAsync(what, 0),
        ["load", var what, var count] => await Companion.PhoneLoad.RunAsync(what, int.Parse(count)),
        ["flush", var folder, var address] => await Cloud.QueueChild.FlushAsync(folder, address),
        _ => 2,
    };
}
