namespace EndToEnd.Tests.Pages;

/// <summary>The tests that share one browser run one after the other.</summary>
[CollectionDefinition(SharedPages.Name)]
public sealed class SharedPagesCollection : ICollectionFixture<SharedPages>;
