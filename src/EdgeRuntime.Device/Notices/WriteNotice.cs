using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>Build task: writes the NOTICE of everything that is shipped from the licences that the packages carry.
/// Fails where a package has none: what may not be told may not be shipped. Compiled by MSBuild while it builds the project,
/// not part of the program.</summary>
public sealed class WriteNotice : Task
{
    private static readonly Regex LicenceFile = new Regex(
        @"^(LICEN[SC]E|COPYING|NOTICE|THIRD-?PARTY-?NOTICES?)(\.(txt|md))?$", RegexOptions.IgnoreCase);

    private readonly SortedDictionary<string, SortedSet<string>> _namesByText = new SortedDictionary<string, SortedSet<string>>(
        StringComparer.Ordinal);

    /// <summary>Files that go out, with <c>NuGetPackageId</c> and <c>NuGetPackageVersion</c>.</summary>
    public ITaskItem[] PackageFiles { get; set; }

    /// <summary>Parts of .NET that go out, with <c>NuGetPackageId</c>, <c>NuGetPackageVersion</c> and <c>PackageDirectory</c>.</summary>
    public ITaskItem[] RuntimePacks { get; set; }

    /// <summary>Notices of what is no package; the name of each is its <c>Title</c>.</summary>
    public ITaskItem[] OwnNotices { get; set; }

    /// <summary>Texts of licences that packages name without carrying them; file name: licence.txt, by SPDX.</summary>
    [Required]
    public ITaskItem[] LicenceTexts { get; set; }

    /// <summary>Where packages lie.</summary>
    [Required]
    public string PackageRoot { get; set; }

    /// <summary>Where the notice goes.</summary>
    [Required]
    public string Output { get; set; }

    /// <inheritdoc/>
    public override bool Execute()
    {
        foreach (var file in PackageFiles ?? new ITaskItem[0])
        {
            var id = file.GetMetadata("NuGetPackageId");
            var version = file.GetMetadata("NuGetPackageVersion");
            if (id.Length > 0) AddPackage(id, version, Path.Combine(PackageRoot, id.ToLowerInvariant(), version.ToLowerInvariant()));
        }

        foreach (var pack in RuntimePacks ?? new ITaskItem[0])
        {
            AddPackage(pack.GetMetadata("NuGetPackageId"), pack.GetMetadata("NuGetPackageVersion"), pack.GetMetadata("PackageDirectory"));
        }

        Add(".NET program starter (edge-runtime)", "Copyright (c) .NET Foundation and Contributors\n\n" + Licence("MIT"));
        foreach (var own in OwnNotices ?? new ITaskItem[0]) Add(own.GetMetadata("Title"), File.ReadAllText(own.ItemSpec));
        if (!Log.HasLoggedErrors) Write();
        return !Log.HasLoggedErrors;
    }

    private void AddPackage(string id, string version, string folder)
    {
        var texts = Directory.GetFiles(folder).Where(file => LicenceFile.IsMatch(Path.GetFileName(file)))
            .OrderBy(file => file, StringComparer.Ordinal).Select(File.ReadAllText).ToList();
        if (texts.Count == 0)
        {
            texts = Named(id, Directory.GetFiles(folder, "*.nuspec").Select(File.ReadAllText).FirstOrDefault() ?? "").ToList();
        }

        if (texts.Count == 0)
        {
            Log.LogError("Refusing to ship " + id + " " + version + ": it carries no licence, and names none whose text is known.");
        }

        foreach (var text in texts) Add(id + " " + version, text);
    }

    private IEnumerable<string> Named(string id, string nuspec)
    {
        var licence = Regex.Match(nuspec, "<license type=\"expression\">([^<]*)<").Groups[1].Value;
        var holder = Regex.Match(nuspec, "<copyright>([^<]*)<").Groups[1].Value;
        if (holder.Length == 0) holder = Regex.Match(nuspec, "<authors>([^<]*)<").Groups[1].Value;
        if (holder.IndexOf("copyright", StringComparison.OrdinalIgnoreCase) < 0 && holder.IndexOf('©') < 0)
        {
            holder = "Copyright (c) " + holder;
        }

        var text = Licence(licence);
        if (text != null && holder.Length > 0) yield return holder + "\n\n" + text;
    }

    private string Licence(string spdx)
    {
        var file = LicenceTexts.FirstOrDefault(
            text => text.GetMetadata("Spdx") == spdx || Path.GetFileNameWithoutExtension(text.ItemSpec) == spdx);
        return file == null ? null : File.ReadAllText(file.ItemSpec);
    }

    // Packages of one house share their texts, which are long: each stands once, under the names of all.
    private void Add(string name, string text)
    {
        text = text.Replace("\r\n", "\n").Trim('\uFEFF', '\n', ' ');
        SortedSet<string> names;
        if (!_namesByText.TryGetValue(text, out names)) _namesByText[text] = names = new SortedSet<string>(StringComparer.Ordinal);
        names.Add(name);
    }

    private void Write()
    {
        var notice = new StringBuilder(
            "EdgeRuntime is licensed under the Apache License 2.0 (LICENSE). It is shipped together with what follows, under the "
            + "licences that follow.\n");
        foreach (var part in _namesByText.OrderBy(part => part.Value.First(), StringComparer.Ordinal))
        {
            notice.Append('\n').Append('=', 80).Append('\n');
            foreach (var name in part.Value) notice.Append("== ").Append(name).Append('\n');
            notice.Append('=', 80).Append("\n\n").Append(part.Key).Append('\n');
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Output));
        File.WriteAllText(Output, notice.ToString());
    }
}
