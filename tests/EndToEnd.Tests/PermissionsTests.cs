namespace EndToEnd.Tests;

public sealed class PermissionsTests : IDisposable
{
    private readonly Glasses _glasses = new();

    public void Dispose() => _glasses.Dispose();

    [Fact]
    public async Task What_is_denied_is_refused_until_it_is_allowed_again()
    {
        await _glasses.RunAsync(["permissions", "deny", "camera", "--state", _glasses.State]);
        var refused = await _glasses.RunAsync(["ask", "--text", "take a photo", "--json", "--state", _glasses.State]);
        await _glasses.RunAsync(["permissions", "allow", "camera", "--state", _glasses.State]);
        var taken = await _glasses.RunAsync(["ask", "--text", "take a photo", "--json", "--state", _glasses.State]);

        Assert.Equal((5, "tool-not-permitted"), (refused.Code, refused.ErrorCode));
        Assert.Equal(0, taken.Code);
    }

    [Fact]
    public async Task An_unknown_permission_is_named()
    {
        var ended = await _glasses.RunAsync(["permissions", "deny", "toaster", "--state", _glasses.State]);

        Assert.Equal(2, ended.Code);
        Assert.Contains("permission-unknown", ended.Error);
    }
}
