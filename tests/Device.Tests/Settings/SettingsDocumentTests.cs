using EdgeRuntime.Device.Settings;
using TestKit;

namespace Device.Tests.Settings;

public sealed class SettingsDocumentTests
{
    [Fact]
    public void ThePageInTheRepository_IsWhatTheProgramPrints() =>
        Assert.Equal(File.ReadAllText(Repository.PathOf("docs", "settings.md")), SettingsDocument.Markdown());
}
