using System.Globalization;
using EdgeRuntime.Gateway.Hosting;
using EdgeRuntime.Gateway.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Gateway.Tests.Settings;

public sealed class SettingsTreeTests
{
    private static readonly SettingNode[] All = [.. GatewaySettings.Tree.All];

    public static TheoryData<string> Values => [.. All.Where(node => node.Kind == SettingKind.Value).Select(node => node.Key)];

    // What the tree knows and the binder does not read would be a setting that is accepted and does nothing.
    [Theory]
    [MemberData(nameof(Values))]
    public void Root_EveryValue_IsReadByTheBinder(string key)
    {
        var node = All.Single(node => node.Key == key);
        var text = Other(node);
        var path = string.Join(':', key.Split(':').Select(part => part == SettingNode.AnyNumber ? "0" : part));
        var configured = new ConfigurationBuilder().AddInMemoryCollection([new(path, text)]).Build();
        var bound = configured.GetSection("Gateway").Get<GatewaySettings>();

        Assert.True(SettingText.CanRead(node.Type, text));
        Assert.Equal(text, Text(At(bound!, path.Split(':')[1..])), ignoreCase: true);
        Assert.False(string.Equals(Text(node.Default), text, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Root_EveryOptionsTypeWithAValidator_HasASection()
    {
        var validated = from type in typeof(GatewaySettings).Assembly.GetTypes()
                        from implemented in type.GetInterfaces()
                        where implemented.IsGenericType && implemented.GetGenericTypeDefinition() == typeof(IValidateOptions<>)
                        select implemented.GetGenericArguments()[0];

        Assert.Empty(validated.Except(GatewaySettings.Tree.Parts.Select(part => part.Type)));
    }

    [Fact]
    public void Root_WhatIsSecret_IsMarked() =>
        Assert.Equal(["Gateway:Store:Url", "Gateway:Upstreams:Servers:N:ApiKey"], from node in All where node.IsSecret select node.Key);

    [Fact]
    public void All_OptionThatNoTextIs_IsAnError() =>
        Assert.Throws<NotSupportedException>(() => SettingsTree.Read(typeof(Unreadable), "X").All.Count());

    [Theory]
    [InlineData("Privat", "Private", 1)]
    [InlineData("gatweay", "Gateway", 1)]
    [InlineData("Guardrail", "Guardrails", 1)]
    [InlineData("abc", "xyz", 3)]
    [InlineData("", "ab", 2)]
    public void Distance_TwoNames_IsTheFewestEdits(string one, string other, int edits) =>
        Assert.Equal(edits, NearestName.Distance(one, other));

    private static string Other(SettingNode node)
    {
        var type = Nullable.GetUnderlyingType(node.Type) ?? node.Type;
        if (type == typeof(bool)) return node.Default is true ? "False" : "True";
        if (type == typeof(TimeSpan)) return "00:00:07";
        if (type.IsEnum) return Enum.GetNames(type).First(name => name != node.Default!.ToString());
        return type == typeof(string) ? "other" : "7";
    }

    private static string? Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture);

    private static object? At(object from, IEnumerable<string> path) => path.Aggregate((object?)from, (at, name) =>
        int.TryParse(name, out var index)
            ? ((System.Collections.IEnumerable)at!).Cast<object>().ElementAt(index)
            : at!.GetType().GetProperty(name)!.GetValue(at));

    private sealed class Unreadable
    {
        public Version? Version { get; set; }
    }
}
