using EdgeRuntime.Inference.Catalog;
using EdgeRuntime.Inference.Sessions;

namespace EdgeRuntime.Inference.Tests.Sessions;

public sealed class ProbeTests
{
    [Fact]
    public void Check_LibraryThatIsNotThere_IsAFailureThatNamesIt()
    {
        var failure = NativeLibraryProbe.Check("onnxruntime-gone", typeof(ProbeTests).Assembly)!;

        Assert.Equal("model-runtime-missing", failure.Code);
        Assert.Contains("libonnxruntime-gone.so", failure.Message);
    }

    [Fact]
    public void Check_NoneOfTheHashLibraries_IsAFailure() =>
        Assert.Equal("hash-library-missing", CryptographyProbe.Check(["libssl.so.gone"])!.Code);

    [Fact]
    public void Check_HashLibraryOfThisMachine_IsFound() => Assert.Null(CryptographyProbe.Check());
}
